"""Running over all connections: open them, ask, check, plan, discover, go on from a killed run.

What users need of it is in `aigov_connectors`; nothing is loaded here before it is asked for.
"""
