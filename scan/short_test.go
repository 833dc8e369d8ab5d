//go:build !long

package scan_test

// histories is how many random histories TestSameHowever makes. The build tag
// "long" asks for more.
const histories = 2
