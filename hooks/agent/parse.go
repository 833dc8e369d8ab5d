package agent

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxPayload bounds a payload, in bytes.
const MaxPayload = 32 << 20

// An object is a JSON object. Its values are as encoding/json decodes them, with numbers
// as json.Number.
type object = map[string]any

// Parse reads a payload. The agent is found out by its fields, unless name says which it
// is. No error quotes the payload.
func Parse(payload []byte, name Name) (*Event, error) {
	if len(payload) > MaxPayload {
		return nil, fmt.Errorf("the payload has more than %d MiB", MaxPayload>>20)
	}
	in, err := decode(payload)
	if err != nil {
		return nil, err
	}
	if name == "" {
		if name = detect(in); name == "" {
			return nil, errors.New("the payload is of no agent that is known here: name it with --agent")
		}
	}
	e := &Event{Agent: name, Name: text(in, "hook_event_name"), Dir: text(in, "cwd")}
	switch name {
	case Cursor:
		e.cursor(in)
	case Copilot:
		e.copilot(in)
	case Gemini:
		e.gemini(in)
	default:
		e.claude(in)
	}
	if e.Name == "" {
		return nil, fmt.Errorf("the payload does not say which event of %s it is", name)
	}
	return e, nil
}

// decode decodes a payload, which is one JSON object.
func decode(payload []byte) (object, error) {
	payload = bytes.TrimPrefix(payload, []byte(byteOrderMark))
	if len(bytes.TrimSpace(payload)) == 0 {
		return nil, errors.New("standard input is empty: an agent writes a JSON object to it")
	}
	d := json.NewDecoder(bytes.NewReader(payload))
	d.UseNumber()
	var in object
	err := d.Decode(&in)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		return nil, fmt.Errorf("the payload is no JSON: something is wrong at byte %d", syntax.Offset)
	}
	if err != nil || in == nil {
		return nil, errors.New("the payload is no JSON object, or is cut short")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("the payload goes on behind its JSON object")
	}
	return in, nil
}

// detect returns the agent that a payload is of, "" for none that is known. Only what the
// pages of the formats say counts: Cursor's names begin in lower case, Gemini's with Before
// or After; Codex says turn_id and in each event the model; Copilot says the time and no
// transcript.
func detect(in object) Name {
	event := text(in, "hook_event_name")
	switch {
	case event == "" && (has(in, "sessionId") || has(in, "toolName")):
		return Copilot
	case event == "":
		return ""
	case event[0] >= 'a' && event[0] <= 'z':
		return Cursor
	case strings.HasPrefix(event, "Before") || strings.HasPrefix(event, "After"):
		return Gemini
	case has(in, "turn_id") || has(in, "model") && event != "SessionStart":
		return Codex
	case has(in, "timestamp") && !has(in, "transcript_path"):
		return Copilot
	}
	return Claude
}

// text returns a string member of an object, "" if there is none.
func text(in object, name string) string {
	s, _ := in[name].(string)
	return s
}

func has(in object, name string) bool {
	_, ok := in[name]
	return ok
}

// first returns the first of some members that is there, and its name.
func first(in object, names ...string) (value any, name string) {
	for _, name := range names {
		if v, ok := in[name]; ok && v != nil {
			return v, name
		}
	}
	return nil, ""
}
