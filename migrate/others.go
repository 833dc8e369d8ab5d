package migrate

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
)

// otherConfigs names the configurations of gitleaks that stay behind. There is one rule
// file for a repository, so one configuration is taken over: the first of those that hooks
// and CI name, or else the first of the usual names. Two jobs of CI may have one each, and
// the rules of the second must not get lost without a word.
func (p *Plan) otherConfigs() {
	if p.config == nil {
		return
	}
	var others []string
	add := func(name string) {
		if name != p.config.name && !slices.Contains(others, name) && !slices.Contains(p.config.extends, name) {
			others = append(others, name)
		}
	}
	for _, in := range p.Inputs {
		if in.Kind == GitleaksConfig {
			add(in.Name)
		}
	}
	for _, u := range usual {
		for _, name := range u.names {
			if info, err := fs.Stat(p.root, name); u.kind == GitleaksConfig && err == nil && info.Mode().IsRegular() {
				add(name)
			}
		}
	}
	for _, name := range others {
		p.note(name, 0, ByHand, "another configuration of gitleaks, which is not taken over because "+p.config.name+" is",
			"copy what you need of it, or take it in place of the other with --gitleaks-config %s", name)
	}
}

// extendsOf returns the names that the file which a configuration extends may have.
func extendsOf(in Input) []string {
	name := filepath.ToSlash(extendOf(in.Text).Path)
	if name == "" {
		return nil
	}
	return []string{path.Clean(name), path.Join(path.Dir(in.Name), name)}
}
