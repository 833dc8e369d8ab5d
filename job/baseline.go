package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/gitleaks"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/scan"
)

// baseline returns what is known before a scan of a folder that the user trusts: the
// file that the command line or the environment names, or else the one in the folder;
// nil for neither. Without a folder, which is "", no file is looked for. A file that is
// not committed yet counts: see docs/adr/0011-baselines.md.
func (c Call) baseline(folder string) (*scan.Baseline, error) {
	if c.NoBaseline {
		return nil, nil
	}
	path, source := c.askedBaseline(), c.askedBaseline()
	if c.NoRepoConfig || folder == "" {
		if path == "" {
			return nil, nil
		}
		return c.load(path, source)
	}
	if path == "" {
		var err error
		if path, err = baseline.Find(folder); err != nil {
			return nil, err
		}
		source = filepath.Base(path)
	}
	b := c.nothingKnown()
	if path != "" {
		var err error
		if b, err = c.load(path, source); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(folder) // a link that leads out of it is no such file
	if err != nil {
		return orNil(b), nil // a single file, or what the scan says is wrong
	}
	defer root.Close()
	if err := c.ignore(b, root.FS()); err != nil {
		return nil, err
	}
	return orNil(b), nil
}

// orNil returns nil for a baseline that says nothing.
func orNil(b *scan.Baseline) *scan.Baseline {
	if b.Source == "" && len(b.Ignored) == 0 && b.Lines == nil {
		return nil
	}
	return b
}

// nothingKnown is a baseline without a file.
func (c Call) nothingKnown() *scan.Baseline {
	b := &scan.Baseline{File: &baseline.File{}}
	b.Day, b.DaySet = today(c.Getenv)
	return b
}

// maxIgnore bounds a file of ignored findings, in bytes.
const maxIgnore = 4 << 20

// ignore adds the lines of the files of ignored findings at the root of a file system, our
// own and that of gitleaks, to what is known.
func (c Call) ignore(b *scan.Baseline, files fs.FS) error {
	text, err := readIgnore(files, baseline.IgnoreName)
	if err != nil {
		return err
	}
	if text != nil {
		if b.Ignored, err = baseline.ParseIgnore(baseline.IgnoreName, text); err != nil {
			return err
		}
		b.IgnoredBy = baseline.IgnoreName
	}
	if text, err = readIgnore(files, gitleaks.IgnoreName); text == nil || err != nil {
		return err
	}
	b.LinesBy = gitleaks.IgnoreName
	b.Lines, err = gitleaks.ParseIgnore(gitleaks.IgnoreName, text)
	return err
}

// readIgnore returns the text of a file of ignored findings; nil if it is not there.
func readIgnore(files fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(files, name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	if info.Size() > maxIgnore {
		return nil, fmt.Errorf("%s is too large: it has more than %d bytes", name, maxIgnore)
	}
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return append([]byte{}, text...), nil
}

// askedBaseline is the file that the user names as a baseline; "" for none.
func (c Call) askedBaseline() string { return cmp.Or(c.Baseline, c.Getenv("SLUICE_BASELINE")) }

// load reads a file, which reports call source.
func (c Call) load(path, source string) (*scan.Baseline, error) {
	file, err := baseline.Load(path)
	if err != nil {
		return nil, err
	}
	b := c.nothingKnown()
	b.File, b.Source = file, source
	return b, nil
}

// committedBaseline returns the baseline of a job that is judged by that of a commit, and
// notes about it. It is to baselines what [Call.committed] is to rules.
func (c Call) committedBaseline(r repository, commit func(name string) (oid.ID, []string, error)) (*scan.Baseline, []string, error) {
	if c.NoBaseline {
		return nil, nil, nil
	}
	asked := c.askedBaseline()
	name := within(r.WorkTree, asked)
	switch {
	case name == "" && asked != "":
		b, err := c.load(asked, asked)
		return b, nil, err
	case name == "" && c.NoRepoConfig:
		return nil, nil, nil
	}
	id, notes, err := commit(name)
	if err != nil {
		return nil, nil, err
	}
	b, note, err := c.baselineAt(r.store, id, name)
	if note != "" {
		notes = append(notes, note)
	}
	return b, notes, err
}

// baselineAt returns the baseline that a commit holds: the file called name, which is
// slash-separated, or the one that [baseline.FindFS] finds when name is ""; nil without
// such a file. A file that is no good covers nothing, and the note says so. An object
// that cannot be read is an error.
func (c Call) baselineAt(store *objects.Store, commit oid.ID, name string) (b *scan.Baseline, note string, err error) {
	files, err := treefs.New(store, commit)
	if err != nil {
		return nil, "", err
	}
	name = cmp.Or(name, baseline.Name)
	file, err := baseline.LoadFS(files, name)
	b = c.nothingKnown()
	if commit.IsZero() {
		return nil, "", nil
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil && unreadable(err):
		return nil, "", fmt.Errorf("the baseline of commit %s: %w", commit, err)
	case err != nil:
		return nil, fmt.Sprintf("the baseline of commit %s cannot be used, so it covers nothing: %v", commit.String()[:10], err), nil
	default:
		b.File, b.Source = file, fmt.Sprintf("%s of commit %s", name, commit.String()[:10])
	}
	if err := c.ignore(b, files); err != nil {
		if unreadable(err) {
			return nil, "", err
		}
		note = fmt.Sprintf("what commit %s ignores cannot be used, so it covers nothing: %v", commit.String()[:10], err)
	}
	b.IgnoredBy = fmt.Sprintf("%s of commit %s", baseline.IgnoreName, commit.String()[:10])
	b.LinesBy = fmt.Sprintf("%s of commit %s", gitleaks.IgnoreName, commit.String()[:10])
	return orNil(b), note, nil
}

// serverBaseline returns the baseline that the owner of the server has set; nil for
// none. That of HEAD counts only if the owner says so, as its rule file does.
func (h *hook) serverBaseline(ctx context.Context) (*scan.Baseline, error) {
	switch {
	case h.call.NoBaseline:
		return nil, nil
	case h.call.Baseline != "":
		return h.ownersBaseline(h.call.Baseline, "--baseline")
	case h.policy.Baseline != "":
		return h.ownersBaseline(h.policy.Baseline, "sluice.baseline")
	case !h.policy.TrustHead || h.call.NoRepoConfig:
		return nil, nil
	}
	head, err := h.repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	b, note, err := h.call.baselineAt(h.repo.store, head, "")
	if note != "" {
		h.call.Tell(note)
	}
	return b, err
}

// ownersBaseline returns the baseline that the owner of a server names by a setting.
func (h *hook) ownersBaseline(path, setting string) (*scan.Baseline, error) {
	b, err := h.call.load(path, fmt.Sprintf("%s (%s)", filepath.Base(path), setting))
	if err != nil {
		return nil, fmt.Errorf("the baseline of this server (%s): %w", setting, err)
	}
	return b, nil
}

// whole marks a baseline as that of a job which judges all that it is about.
func whole(b *scan.Baseline) *scan.Baseline {
	if b != nil {
		b.Whole = true
	}
	return b
}

// Today returns the day in UTC, as 2026-01-31. SOURCE_DATE_EPOCH sets it, as seconds
// since 1970 (https://reproducible-builds.org/specs/source-date-epoch/).
func Today(getenv func(string) string) string {
	day, _ := today(getenv)
	return day
}

// The days on which a scan can take place: since there is this program, and as long as
// days can be compared as texts. Some environments, such as the shells of Nix, set
// SOURCE_DATE_EPOCH to a day of 1980 on which no last day of a baseline had passed.
const (
	firstDay = 1767225600   // 2026-01-01, in seconds since 1970
	endOfDay = 253402300800 // 10000-01-01
)

// today returns the day, and whether SOURCE_DATE_EPOCH sets it.
func today(getenv func(string) string) (day string, set bool) {
	now := time.Now()
	seconds, err := strconv.ParseInt(getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if set = err == nil && seconds >= firstDay && seconds < endOfDay; set {
		now = time.Unix(seconds, 0)
	}
	return now.UTC().Format(time.DateOnly), set
}
