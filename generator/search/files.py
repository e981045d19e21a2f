"""Bytes → a file of the index: raw deflate of a check and the bytes.

The check is eight bytes: the first four of the segment's name, and the Adler-32 of what follows, highest byte first.
So a browser knows a file that is damaged, or of another build than the one it reads.
"""

import zlib

_BEST = 9


def filed(data: bytes, segment: str) -> bytes:
    """The file that holds `data` of the `segment` of this name."""
    packer = zlib.compressobj(_BEST, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = bytes.fromhex(segment[:8]) + zlib.adler32(data).to_bytes(4, "big")
    return packer.compress(head + data) + packer.flush()


def unfiled(file: bytes, segment: str) -> bytes:
    """What a file of `segment` holds.

    Raises:
        ValueError: It is no file of that segment, or damaged.
    """
    try:
        whole = zlib.decompress(file, -zlib.MAX_WBITS)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    head, data = whole[:8], whole[8:]
    if head != bytes.fromhex(segment[:8]) + zlib.adler32(data).to_bytes(4, "big"):
        raise ValueError(f"no file of {segment}")
    return data
