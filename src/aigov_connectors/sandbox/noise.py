"""Numbers that look random and are the same in every run: a hash of the seed and a place."""

_MASK = (1 << 64) - 1


def noise(seed: int, *place: int) -> int:
    """Return a 64-bit number that depends on `seed` and `place` only.

    No state is kept, so record 40,000 of a list can be made without making the 39,999 before it.
    """
    state = (seed + 0x9E3779B97F4A7C15) & _MASK
    for part in place:
        state = ((state ^ part) * 0xBF58476D1CE4E5B9) & _MASK
        state ^= state >> 29
    state = (state * 0x94D049BB133111EB) & _MASK
    return state ^ (state >> 32)


def uuid_text(seed: int, *place: int) -> str:
    """Return a version 4 UUID made of noise."""
    high, low = noise(seed, 1, *place), noise(seed, 2, *place)
    digits = f"{high:016x}{low:016x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
