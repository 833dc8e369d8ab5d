package objects

import (
	"errors"
	"runtime/debug"
)

// errCut says what to do about a fault.
var errCut = errors.New("the file was cut short, or its disk failed, while it was being read; run `git fsck`, then scan again")

// Guard calls f and returns its error. If f, on this goroutine, reads a pack or
// index that was cut short since it was opened, the error is a Problem with
// reason Faulted.
//
// Packs and indexes are mapped into memory, and reading what is no longer in the
// file is a fault that would end the process. Walk and Read guard themselves;
// Find, Has, ID and Len, which return no error, do not.
func (s *Store) Guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := s.fault(recover()); p != nil {
			err = *p
		}
	}()
	return f()
}

// fault returns the problem that caused a recovered panic, nil for none. It panics
// again with any other cause.
func (s *Store) fault(recovered any) *Problem {
	if recovered == nil {
		return nil
	}
	if f, ok := recovered.(interface{ Addr() uintptr }); ok { // see debug.SetPanicOnFault
		for _, p := range s.allPacks() {
			if p.Maps(f.Addr()) {
				return &Problem{Reason: Faulted, Path: p.Path, Err: errCut}
			}
		}
	}
	panic(recovered)
}
