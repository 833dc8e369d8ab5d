package gitrepo

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/go-git/gcfg"
)

// A config is the options of a configuration file, in the order of the file.
type config []option

// An option is one line of a configuration file. Section and key are in lower case.
type option struct {
	section, subsection, key string
	value                    string
	bare                     bool // there was no "=": reads as true
}

// readConfig reads one configuration file, without following includes: git
// itself follows none for the format of a repository. A file that is absent
// is empty.
func (r *Repo) readConfig(path string) (config, error) {
	text, err := readFile(path)
	if isAbsent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the configuration of a repository: %w", err)
	}
	// the library refuses a byte order mark and some names of subsections, and
	// joins continued lines otherwise than git
	if !bytes.Contains(text, []byte("\\\n")) {
		if c, err := parseConfig(text); err == nil {
			return c, nil
		}
	}
	c, err := r.askConfig(context.Background(), path)
	if err != nil {
		return nil, fmt.Errorf("reading the configuration %s: %w", path, err)
	}
	return c, nil
}

// parseConfig parses the text of a configuration file.
func parseConfig(text []byte) (config, error) {
	var c config
	err := gcfg.ReadWithCallback(bytes.NewReader(text), func(section, subsection, key, value string, bare bool) error {
		if key != "" {
			c = append(c, option{strings.ToLower(section), subsection, strings.ToLower(key), value, bare})
		}
		return nil
	})
	return c, err
}

// askConfig has git parse a configuration file.
func (r *Repo) askConfig(ctx context.Context, path string) (config, error) {
	out, err := r.git(ctx, "", "config", "--file", path, "--null", "--list")
	if err != nil {
		return nil, err
	}
	var c config
	for item := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		name, value, found := strings.Cut(item, "\n")
		first, last := strings.Index(name, "."), strings.LastIndex(name, ".")
		if first < 0 {
			continue
		}
		o := option{section: name[:first], key: name[last+1:], value: value, bare: !found}
		if first < last {
			o.subsection = name[first+1 : last]
		}
		c = append(c, o)
	}
	return c, nil
}

// find returns the last option section.key, which is the one that counts.
func (c config) find(section, key string) (option, bool) {
	for i := len(c) - 1; i >= 0; i-- {
		if o := c[i]; o.section == section && o.subsection == "" && o.key == key {
			return o, true
		}
	}
	return option{}, false
}

// last returns the value of section.key, "" when it is not set.
func (c config) last(section, key string) string {
	o, _ := c.find(section, key)
	return o.value
}

// isTrue reports whether section.key is set and true.
func (c config) isTrue(section, key string) bool {
	o, ok := c.find(section, key)
	return ok && o.isTrue()
}

// anyTrue reports whether section.*.key is true for any subsection.
func (c config) anyTrue(section, key string) bool {
	for _, o := range c {
		if o.section == section && o.subsection != "" && o.key == key && o.isTrue() {
			return true
		}
	}
	return false
}

// isTrue reads the value as git-config(1) reads a boolean.
func (o option) isTrue() bool {
	switch strings.ToLower(o.value) {
	case "true", "yes", "on", "1":
		return true
	}
	return o.bare
}
