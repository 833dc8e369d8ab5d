package source

import "github.com/sluicesec/sluice/internal/oid"

// Remembering can be implemented by a Source of objects whose ids say what they hold, so
// that what was searched once need not be searched again.
//
// Before Walk, a scan that has a cache calls Remember. Walk then leaves out the visits whose
// result follows from the Memory, and its ledger and all results of Locate are the same as
// without it. Of a Source without Remember everything is visited every time.
type Remembering interface {
	Remember(m *Memory)
}

// A Memory is what one scan of a source leaves for the next one, which has the same rules
// and the same options. It holds nothing of what was found but where it was.
type Memory struct {
	// Sections are what the earlier Walk has Kept, by their names; nil if there was none.
	Sections map[string][]byte

	// Again are the objects in which the earlier scan found something, and that have to be
	// visited with their content. Recalled are further ones. Walk visits each of them without
	// content, see Blob.Recalled, and after all of Again.
	Again, Recalled []oid.ID

	// Kept returns what Walk leaves for the next scan. It may be called when Walk is done, also
	// while Locate runs, and until the source is closed. It is nil if nothing can be
	// kept, because something is damaged, or if Sections are still right.
	Kept func() map[string][]byte
}
