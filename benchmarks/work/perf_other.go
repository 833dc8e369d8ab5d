//go:build !linux

package main

func instructionCounter() (count func() int64, closed func()) { return nil, func() {} }
