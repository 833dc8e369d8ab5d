package hooks

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/sluicesec/sluice/internal/oid"
)

// A RefUpdate is what a push does to one ref.
type RefUpdate struct {
	Ref string // on the side that receives it
	Old oid.ID // zero when the ref is new
	New oid.ID // zero when the ref is deleted
}

// Line returns the update as the pre-receive hook reads it, without a line end.
func (u RefUpdate) Line() string { return hex(u.Old) + " " + hex(u.New) + " " + u.Ref }

// hex returns the id as git writes it: zeros for none.
func hex(id oid.ID) string {
	if id.IsZero() {
		return strings.Repeat("0", 40)
	}
	return id.String()
}

// ParsePush reads what git writes to a pre-push hook, a line for each ref:
//
//	<local ref> SP <local object name> SP <remote ref> SP <remote object name> LF
//
// The local ref may be any expression of gitrevisions(7), spaces included.
func ParsePush(r io.Reader) ([]RefUpdate, error) {
	return parseLines(r, func(line string) (RefUpdate, error) {
		var field [3]string
		for i := range field {
			at := strings.LastIndexByte(line, ' ')
			if at < 0 {
				return RefUpdate{}, fmt.Errorf("it has fewer than four fields")
			}
			field[i], line = line[at+1:], line[:at]
		}
		return newUpdate(field[0], field[2], field[1])
	})
}

// ParseReceive reads what git writes to a pre-receive hook, a line for each ref:
//
//	<old-oid> SP <new-oid> SP <ref-name> LF
func ParseReceive(r io.Reader) ([]RefUpdate, error) {
	return parseLines(r, func(line string) (RefUpdate, error) {
		field := strings.SplitN(line, " ", 3)
		if len(field) < 3 {
			return RefUpdate{}, fmt.Errorf("it has fewer than three fields")
		}
		return newUpdate(field[0], field[1], field[2])
	})
}

// ParseUpdate reads the arguments of an update hook: the ref, the old and the
// new object name.
func ParseUpdate(args []string) (RefUpdate, error) {
	if len(args) != 3 {
		return RefUpdate{}, fmt.Errorf("an update hook has three arguments, not %d", len(args))
	}
	return newUpdate(args[1], args[2], args[0])
}

func newUpdate(before, after, ref string) (RefUpdate, error) {
	if ref == "" {
		return RefUpdate{}, fmt.Errorf("it names no ref")
	}
	u := RefUpdate{Ref: ref}
	var err error
	if u.Old, err = parseID(before); err == nil {
		u.New, err = parseID(after)
	}
	return u, err
}

// parseID reads an object id. Zeros stand for none.
func parseID(name string) (oid.ID, error) {
	id, err := oid.Parse(name)
	if id.IsNull() {
		return oid.ID{}, err
	}
	return id, nil
}

// maxLine bounds a line; git itself stops at 64 KiB (LARGE_PACKET_MAX of
// gitprotocol-common(5)).
const maxLine = 1 << 20

func parseLines(r io.Reader, parse func(string) (RefUpdate, error)) ([]RefUpdate, error) {
	var updates []RefUpdate
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		u, err := parse(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("line %d of what git says is pushed: %w", n, err)
		}
		updates = append(updates, u)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading what git says is pushed: %w", err)
	}
	return updates, nil
}
