// Package objects reads a git object database straight off the disk: packs,
// loose objects and alternates, named by SHA-1 or SHA-256.
package objects
