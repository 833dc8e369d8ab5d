package agent

import (
	"maps"
	"slices"
)

// notJudged are the members of a payload that say who calls and where. Nothing of them
// goes to the model or to a tool.
var notJudged = [...]string{
	"session_id", "sessionId", "transcript_path", "transcriptPath", "agent_transcript_path", "cwd", "hook_event_name",
	"tool_name", "toolName", "tool_use_id", "toolUseId", "permission_mode", "permission_suggestions", "model", "turn_id",
	"timestamp", "conversation_id", "generation_id", "cursor_version", "workspace_roots", "user_email", "agent_id",
	"agent_type", "mcp_context",
}

// rest judges the members of a payload that are not documented for its event. An agent
// whose next version gives a member another name is judged in this way, too.
func (e *Event) rest(in object, documented ...string) {
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if slices.Contains(notJudged[:], name) || slices.Contains(documented, name) {
			continue
		}
		switch e.Moment {
		case Prompt:
			e.promptText(name, in[name])
		case AfterTool:
			e.strings(name, in[name], FromTool)
		default:
			e.input(name, e.named(name, in[name]))
		}
	}
}

// named returns a value that is no object as the member of one, because its name may say
// that it is a command or a file.
func (e *Event) named(name string, value any) any {
	if slices.Contains(commandNames[:], name) || slices.Contains(pathNames[:], name) {
		return object{name: value}
	}
	return value
}
