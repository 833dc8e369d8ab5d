package inflate

import "hash/adler32"

func adler(p []byte) uint32 { return adler32.Checksum(p) }
