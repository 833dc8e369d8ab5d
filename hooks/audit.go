package hooks

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/sluicesec/sluice/internal/plain"
)

// AuditFile is the name of the file, in the git directory, that records the
// pushes that came in unchecked, and those in which a comment allowed something: a
// JSON object on each line.
const AuditFile = "sluice-audit.log"

// A Passage is a push that came in unchecked, or with something that a comment
// allowed.
type Passage struct {
	Time   time.Time
	Why    string // "skipped", "deadline" or "inline"
	Reason string // what the pusher gave as reason
	Who    string // "" if the environment does not say
	Refs   []RefUpdate

	// Allowed lists what comments in the push allowed: "path:line rule".
	Allowed []string
}

// Record adds the passage to the audit file in the git directory dir. If that
// fails, the push must be refused.
func (p Passage) Record(dir string) error {
	entry := struct {
		Time   string   `json:"time"`
		Why    string   `json:"why"`
		Reason string   `json:"reason,omitempty"`
		Who    string   `json:"who,omitempty"`
		Refs   []string `json:"refs"` // as the pre-receive hook reads them

		Allowed []string `json:"allowed,omitempty"`
	}{Time: p.Time.UTC().Format(time.RFC3339), Why: p.Why, Reason: p.Reason, Who: p.Who, Allowed: p.Allowed}
	for _, u := range p.Refs {
		entry.Refs = append(entry.Refs, u.Line())
	}
	line, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("recording the push: %w", err)
	}
	// A single write for the whole line, so that the lines of two pushes at the
	// same time do not mix.
	f, err := os.OpenFile(filepath.Join(dir, AuditFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("recording the push: %w", err)
	}
	_, err = f.Write(append(plain.JSON(line), '\n'))
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("recording the push: %w", err)
	}
	return nil
}

// Pusher returns who pushes, from the environment variables that the common
// servers set; "" if none of them is set.
func Pusher(getenv func(string) string) string {
	for _, name := range []string{
		"GL_USERNAME", "GITEA_PUSHER_NAME", "GL_USER", "REMOTE_USER", "SSH_USER", "LOGNAME", "USER",
	} {
		if who := getenv(name); who != "" {
			return who
		}
	}
	return ""
}
