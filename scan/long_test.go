//go:build long

package scan_test

// histories is how many random histories TestSameHowever makes.
const histories = 12
