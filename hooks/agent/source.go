package agent

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/regular"
	"github.com/sluicesec/sluice/source"
)

var (
	_ source.Source    = (*Source)(nil)
	_ source.Versioned = (*Source)(nil)
)

// A Source is the source of some texts of an event.
type Source struct {
	event *Event
	texts []Text
	paths []string // of the texts, as reports have them
}

// NewSource returns the source of texts of an event. inRepo returns an absolute path as one
// below the root of the repository, or as it is: rules, baselines and allowlists know files
// by such paths.
func NewSource(e *Event, texts []Text, inRepo func(path string) string) *Source {
	s := &Source{event: e, texts: texts}
	for i := range texts {
		path := "input-" + strconv.Itoa(i+1) // of no file, so its name must say nothing
		if texts[i].Path != "" {
			path = inRepo(e.absolute(texts[i].Path))
		}
		s.paths = append(s.paths, path)
	}
	return s
}

// Elsewhere returns the texts that are of files for whose absolute path inRepo is false.
func (e *Event) Elsewhere(texts []Text, inRepo func(path string) bool) (out []Text) {
	for _, t := range texts {
		if t.Path != "" && !inRepo(e.absolute(t.Path)) {
			out = append(out, t)
		}
	}
	return out
}

// Name implements source.Source.
func (s *Source) Name() string { return "a call of " + string(s.event.Agent) }

// Walk implements source.Source. A file that cannot be opened is left out: the agent, which
// runs as the same user, cannot read it either.
func (s *Source) Walk(ctx context.Context, _ int, ledger *source.Ledger, visit source.Visit) error {
	for i := range s.texts {
		if err := ctx.Err(); err != nil {
			return err
		}
		b := &source.Blob{ID: source.Named(strconv.Itoa(i)), Kind: finding.KindBlob, Path: s.paths[i], Data: s.texts[i].Data}
		if s.texts[i].onDisk && !s.load(b, s.texts[i].Path) {
			continue
		}
		if b.Open == nil {
			b.Size = int64(len(b.Data))
		}
		if _, err := visit(0, b, nil); err != nil {
			return err
		}
		ledger.Add(source.Counts{Blobs: 1, Files: 1, Bytes: b.Size})
	}
	return nil
}

// load gives a blob the content of a file. It returns false for what is no file that can
// be read.
func (s *Source) load(b *source.Blob, path string) bool {
	path = s.event.absolute(path)
	f, err := regular.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false
	}
	if b.Size = info.Size(); b.Size > source.MaxInMemory {
		b.Data = nil
		b.Open = func() (io.ReadCloser, error) { return regular.Open(path) }
		return true
	}
	b.Data, err = io.ReadAll(io.LimitReader(f, source.MaxInMemory))
	return err == nil
}

// Locate implements source.Source.
func (s *Source) Locate(_ context.Context, secrets map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	places := make(map[source.ID][]source.Place, len(secrets))
	for id := range secrets {
		i, err := strconv.Atoi(id.Name)
		if err != nil || i >= len(s.paths) {
			return nil, errors.New("locating a text of an event: there is no such text")
		}
		places[id] = []source.Place{{Path: s.paths[i], Provenance: finding.Provenance{Kind: finding.KindBlob, Reachable: true}}}
	}
	return places, nil
}

// Previous implements source.Versioned: it visits what the file at a path held before.
func (s *Source) Previous(_ context.Context, path string, visit func(*source.Blob) error) error {
	for i := range s.texts {
		if s.paths[i] != path {
			continue
		}
		for _, text := range s.texts[i].Before {
			if err := visit(&source.Blob{Data: text, Size: int64(len(text))}); err != nil {
				return err
			}
		}
	}
	return nil
}

// at returns the text at a path of a report; false for a path that holds a secret itself, of
// which the report has only a mask.
func (s *Source) at(path string) (Text, bool) {
	for i := range s.texts {
		if s.paths[i] == path {
			return s.texts[i], true
		}
	}
	return Text{}, false
}
