package job

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/git/treefs"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// BuiltinRules is what a user names instead of a rule file to have the built-in
// rules alone. (A file with this name is "./builtin".)
const BuiltinRules = "builtin"

// Rules returns the rules for a scan of a folder that the user trusts: those of
// the file that the command line or the environment names, or else of the file
// in the folder, or else the built-in ones. Without a folder, which is "", no
// file is looked for.
func (c Call) Rules(folder string) (*rules.Config, error) {
	cfg, err := c.rules(folder)
	if err == nil {
		err = cfg.Read()
	}
	return cfg, err
}

// RulesHere returns the rules that are in force where the user is: those of a file in the
// current folder, or else, below the top of a work tree, those that a scan of the repository
// has.
func (c Call) RulesHere() (*rules.Config, error) {
	folder := "."
	if path, err := rules.Find(folder); err == nil && path == "" {
		if abs, err := filepath.Abs(folder); err == nil {
			folder = topOf(abs)
		}
	}
	return c.Rules(folder)
}

// topOf returns the work tree that a folder is in, or the folder itself if it is in none.
func topOf(folder string) string {
	for dir := folder; ; dir = filepath.Dir(dir) {
		if inGit(dir) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return folder
		}
	}
}

// rules is Rules that leaves the built-in rules unread, see [rules.Unread].
func (c Call) rules(folder string) (*rules.Config, error) {
	if asked := c.asked(); asked != "" {
		return load(asked)
	}
	if c.NoRepoConfig || folder == "" {
		return rules.Unread()
	}
	path, err := rules.Find(folder)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return rules.Unread()
	}
	cfg, err := rules.LoadUnread(path)
	if err != nil {
		return nil, err
	}
	cfg.From.Source = filepath.Base(path)
	return cfg, nil
}

// ruleFile returns the path, slash-separated and below the folder, of the file that Rules
// loads; "" if there is none below it, or if it is not written for gitleaks. gitleaks does
// not look for secrets in that file: its allowlists quote what is no secret.
func (c Call) ruleFile(folder string) string {
	file := ""
	switch asked := c.asked(); {
	case folder == "" || asked == BuiltinRules || asked == "" && c.NoRepoConfig:
	case asked != "":
		file = within(folder, asked)
	default:
		if path, err := rules.Find(folder); err == nil && path != "" {
			file = filepath.Base(path)
		}
	}
	if !rules.ForGitleaks(file) {
		return ""
	}
	return file
}

// asked returns what the user names as rules; "" for nothing.
func (c Call) asked() string { return cmp.Or(c.Config, c.Getenv("SLUICE_CONFIG")) }

// load returns the rules that somebody names: those of a file, or the built-in
// ones.
func load(name string) (*rules.Config, error) {
	if name == BuiltinRules {
		return rules.Unread()
	}
	return rules.LoadUnread(name)
}

// committed returns the rules of a job that is judged by the rule file of a
// commit, and notes about them. commit returns that commit, and is not called if
// no commit counts: if the user names a file outside the repository, or wants no
// file of the repository. name is the slash-separated name of the file that the
// user names within the repository, or "".
func (c Call) committed(r repository, commit func(name string) (oid.ID, []string, error)) (*rules.Config, []string, error) {
	asked := c.asked()
	name := ""
	if asked != BuiltinRules {
		name = within(r.WorkTree, asked)
	}
	if name == "" {
		var cfg *rules.Config
		var err error
		switch {
		case asked != "":
			cfg, err = load(asked)
		case c.NoRepoConfig:
			cfg, err = rules.Unread()
		}
		if cfg != nil || err != nil {
			return cfg, nil, err
		}
	}
	id, notes, err := commit(name)
	if err != nil {
		return nil, nil, err
	}
	cfg, note, err := rulesAt(r.store, id, name)
	if note != "" {
		notes = append(notes, note)
	}
	return cfg, notes, err
}

// insteadBuiltin is what a note says of a rule file that cannot be used.
const insteadBuiltin = ", so the built-in rules judge"

// rulesAt returns the rules that a commit holds: those of the file called name,
// which is slash-separated, or of the file that [rules.FindFS] finds when name
// is "". Without such a file they are the built-in ones. The zero id is a commit
// without files.
//
// A file that is no good must not stop the change that mends it. So the built-in
// rules stand in for it, and the note says so; it is "" otherwise. An object that
// cannot be read is an error.
func rulesAt(store *objects.Store, commit oid.ID, name string) (cfg *rules.Config, note string, err error) {
	files, err := treefs.New(store, commit)
	if err != nil {
		return nil, "", err
	}
	if name == "" {
		if name, err = rules.FindFS(files); err != nil {
			return nil, "", err
		}
	} else if _, err := fs.Stat(files, name); errors.Is(err, fs.ErrNotExist) {
		name = ""
	}
	if name == "" {
		cfg, err = rules.Unread()
		return cfg, "", err
	}
	cfg, err = rules.LoadFSUnread(files, name)
	if err == nil {
		cfg.From.Source = fmt.Sprintf("%s of commit %s", name, commit.String()[:10])
		return cfg, "", nil
	}
	if unreadable(err) {
		return nil, "", fmt.Errorf("the rules of commit %s: %w", commit, err)
	}
	note = fmt.Sprintf("the rule file of commit %s cannot be used%s: %v", commit.String()[:10], insteadBuiltin, err)
	cfg, err = rules.Unread()
	return cfg, note, err
}

// within returns path relative to the work tree, slash-separated; "" for a path
// that is not in it. The folder of the path and the work tree may be named through
// symbolic links. A link at the path itself is in the work tree wherever it leads.
func within(workTree, path string) string {
	if workTree == "" || path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	paths := []string{abs}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
		paths = append(paths, filepath.Join(folder, filepath.Base(abs)))
	}
	if file, err := filepath.EvalSymlinks(abs); err == nil {
		paths = append(paths, file)
	}
	trees := []string{workTree}
	if tree, err := filepath.EvalSymlinks(workTree); err == nil {
		trees = append(trees, tree)
	}
	for _, p := range paths {
		for _, tree := range trees {
			if rel, err := filepath.Rel(tree, p); err == nil && filepath.IsLocal(rel) {
				return filepath.ToSlash(rel)
			}
		}
	}
	return ""
}
