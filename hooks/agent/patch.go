package agent

import "strings"

// The lines of a patch for the tool apply_patch of Codex and its relatives
// (codex-rs/apply-patch/apply_patch_tool_instructions.md of github.com/openai/codex).
const (
	patchBegin  = "*** Begin Patch"
	patchEnd    = "*** End Patch"
	patchAdd    = "*** Add File: "
	patchUpdate = "*** Update File: "
	patchDelete = "*** Delete File: "
	patchMove   = "*** Move to: "
)

// patches adds the files that the patches in a text would write, and returns the text
// without them. Lines that stay are no news if the file has them: a patch says what the model
// says.
func (e *Event) patches(name, s string) (rest string) {
	if !strings.Contains(s, patchBegin) {
		return s
	}
	var outside strings.Builder
	var file *Text
	inside := false
	done := func() {
		if file != nil && len(file.Data) > 0 {
			e.wants(*file)
		}
		file = nil
	}
	begin := func(path string) {
		done()
		path = strings.TrimSpace(path)
		file = &Text{What: name + ", " + path, From: FromModel, Path: path, Before: e.before(path)}
	}
	for line := range strings.Lines(s) {
		bare := strings.TrimRight(line, "\r\n")
		path, kind := patchHeader(bare)
		switch {
		case !inside && strings.HasPrefix(bare, patchBegin):
			inside = true
		case inside && strings.HasPrefix(bare, patchEnd):
			done()
			inside = false
		case inside && (kind == patchAdd || kind == patchUpdate):
			begin(path)
		case inside && kind == patchDelete:
			done()
			e.changes(strings.TrimSpace(path))
		case inside && kind == patchMove && file != nil:
			e.changes(file.Path)
			file.Path = strings.TrimSpace(path)
			e.changes(file.Path)
		case inside && file != nil && strings.HasPrefix(bare, "+"):
			file.Data = append(file.Data, line[1:]...)
		case inside && file != nil && strings.HasPrefix(bare, "-"):
		case inside && file != nil && strings.HasPrefix(bare, " "):
			file.Data = append(file.Data, line[1:]...) // the line beside may say what a value is
		case inside && file != nil && (bare == "" || strings.HasPrefix(bare, "@@")):
		default:
			outside.WriteString(line)
		}
	}
	done()
	return outside.String()
}

// patchHeader returns the path of a line that says what the next lines are about, and the
// beginning of that line.
func patchHeader(line string) (path, kind string) {
	for _, kind := range []string{patchAdd, patchUpdate, patchDelete, patchMove} {
		if path, ok := strings.CutPrefix(line, kind); ok {
			return path, kind
		}
	}
	return "", ""
}
