package remedy

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/scan"
)

// A saved is what --verify needs to know of a secret. The file with it holds values.
type saved struct {
	Rule        string   `json:"rule_id"`
	Description string   `json:"description"`
	Fingerprint string   `json:"fingerprint"`
	Forms       []string `json:"forms"` // the texts to look for, bytes as code points
	Objects     []oid.ID `json:"objects"`

	// AtPlace says that the fingerprint is that of the place, because the secret could be
	// guessed: the next password in the same file may get it.
	AtPlace bool `json:"at_place,omitempty"`
}

// inGitFolder is the name of the folder for the files of a plan in the git folder.
const inGitFolder = "sluice-remediation"

const savedSchema = "sluice.remediation/v1"

type savedFile struct {
	Schema  string  `json:"schema"`
	Secrets []saved `json:"secrets"`
}

// DefaultDir returns the folder for the files of a plan: beside the repository, so that
// nobody commits it. If that would be in another work tree, it is in the git folder.
func DefaultDir(repo *gitrepo.Repo, environ []string) string {
	root := repo.WorkTree
	if root == "" {
		root = repo.GitDir
	}
	dir := strings.TrimSuffix(filepath.Clean(root), ".git") + "-remediation"
	if other, err := gitrepo.Open(filepath.Dir(dir), environ); err == nil && other.WorkTree != "" {
		return filepath.Join(repo.GitDir, inGitFolder)
	}
	return dir
}

// CheckDir returns an error if files in dir could be committed by mistake.
func CheckDir(dir string, environ []string) error {
	at := dir
	for {
		if _, err := os.Stat(at); err == nil {
			break
		}
		up := filepath.Dir(at)
		if up == at {
			return nil
		}
		at = up
	}
	repo, err := gitrepo.Open(at, environ)
	if err != nil || repo.WorkTree == "" || within(repo.GitDir, dir) || !within(repo.WorkTree, dir) {
		return nil
	}
	return fmt.Errorf("%s is in the work tree %s: the files hold secrets and could be committed there, so name a folder outside with --out", dir, repo.WorkTree)
}

func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// Write writes the files of the plan for their owner alone. It returns their paths.
func (p *Plan) Write() ([]string, error) {
	dir := p.request.Dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	list := savedFile{Schema: savedSchema}
	for _, s := range p.secrets {
		list.Secrets = append(list.Secrets, s.save())
	}
	secrets, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return nil, err
	}
	var written []string
	for _, f := range []struct {
		name string
		text []byte
	}{
		{replacementsName, p.replacer.file()},
		{pathsName, pathsFile(p.gone, p.renames)},
		{mailmapName, mailmapFile(p.mailmap)},
		{secretsName, append(secrets, '\n')},
	} {
		path := filepath.Join(dir, f.name)
		if len(f.text) == 0 || p.way == noRewrite && f.name != secretsName {
			if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
			continue
		}
		if err := write(path, f.text); err != nil {
			return nil, err
		}
		written = append(written, path)
	}
	return written, nil
}

// write replaces a file as a whole, with the mode 0600. It follows no link.
func write(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".sluice-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Chmod(0o600), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// save returns what the file of secrets says of one.
func (s *secret) save() saved {
	out := saved{Rule: s.RuleID, Description: s.Description, Fingerprint: s.Fingerprint, Objects: s.blobs}
	out.AtPlace = s.value != "" && scan.RandomFingerprint(s.RuleID, s.value) == ""
	add := func(text string) {
		if line := marker(text); line != "" {
			out.Forms = append(out.Forms, latin1(line))
		}
	}
	ordinary := false
	for _, f := range s.forms {
		ordinary = ordinary || f.before != ""
		add(f.before + f.text)
	}
	if !ordinary && s.value != "" {
		add(s.value)
	}
	return out
}
