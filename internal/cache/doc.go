// Package cache keeps on disk what a scan of a repository has learned, for the next one.
//
// There is one file for each repository. It is written whole, to a temporary file
// that then takes the place of the old one, and read whole: what costs time is to search
// objects and to read trees, and not to read some megabytes of numbers. A database was
// tried, and docs/adr/0013-a-cache.md says why it is none.
//
// Each file ends in a code (HMAC-SHA-256) over all that is before it. Its key is made when
// the folder is, and only the user who owns the folder can read it. So a file that was cut
// short, changed or brought by somebody else is as good as none: what it says is never
// believed, and the scan does all the work again. No error of this package may end a scan.
package cache
