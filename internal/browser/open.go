// Package browser shows a page in the user's browser, as a file or from a server on this
// machine that nobody else can ask.
package browser

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrNone is wrapped by the error of Open if there is no browser to open.
var ErrNone = errors.New("no browser is known here")

// An Opener opens pages.
type Opener struct {
	OS     string // runtime.GOOS
	Getenv func(string) string

	lookPath func(string) (string, error) // exec.LookPath, unless a test says otherwise
}

// Open opens a file or a URL in the browser, and does not wait until it is closed.
//
// The variable BROWSER comes first. It is a list of commands with colons between them,
// and the first that there is is taken. A %s in a command stands for the page, which
// otherwise is the last argument. No shell reads the command.
func (o Opener) Open(page string) error {
	calls := o.calls(page)
	if len(calls) == 0 {
		return ErrNone
	}
	var failed error
	for _, call := range calls {
		if o.lookPath == nil {
			o.lookPath = exec.LookPath
		}
		path, err := o.lookPath(call[0])
		if err != nil {
			continue
		}
		cmd := exec.Command(path, call[1:]...)
		if err := cmd.Start(); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s does not start: %w", filepath.Base(call[0]), err))
			continue
		}
		return cmd.Process.Release()
	}
	if failed == nil {
		failed = ErrNone
	}
	return failed
}

// calls lists the commands that may open a page, the preferred one first.
func (o Opener) calls(page string) [][]string {
	if list := o.Getenv("BROWSER"); list != "" {
		var calls [][]string
		for command := range strings.SplitSeq(list, ":") {
			if call := fill(strings.Fields(command), page); len(call) > 0 {
				calls = append(calls, call)
			}
		}
		return calls
	}
	switch o.OS {
	case "darwin":
		return [][]string{{"open", page}}
	case "windows":
		return [][]string{{"rundll32", "url.dll,FileProtocolHandler", page}}
	}
	if o.Getenv("DISPLAY") == "" && o.Getenv("WAYLAND_DISPLAY") == "" && o.Getenv("WSL_DISTRO_NAME") == "" {
		return nil // a text browser would take the terminal away
	}
	return [][]string{{"xdg-open", page}, {"wslview", page}}
}

// fill puts the page into a command.
func fill(words []string, page string) []string {
	if len(words) == 0 {
		return nil
	}
	filled := false
	for i, w := range words {
		if strings.Contains(w, "%s") {
			words[i], filled = strings.ReplaceAll(w, "%s", page), true
		}
	}
	if !filled {
		words = append(words, page)
	}
	return words
}
