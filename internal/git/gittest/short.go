//go:build !long

package gittest

const long = false
