"""The in-house patch bot: `GET /customers` and `GET /rings`, with an `X-Key` header."""
