package agent

import "runtime"

// A settingsFormat says how the settings of an agent look.
type settingsFormat struct {
	project, user string // slash-separated, below the root and below the home folder
	version       bool   // the file begins with a version
	events        []string
	entry         func(event string) string // in one line
}

// formatOf returns the format of an agent's settings. The pages that describe it are named
// where the payloads are read.
func formatOf(n Name) settingsFormat {
	switch n {
	case Cursor:
		return settingsFormat{
			project: ".cursor/hooks.json", user: ".cursor/hooks.json", version: true,
			events: []string{"beforeSubmitPrompt", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile", "beforeTabFileRead", "preToolUse", "postToolUse"},
			entry:  func(string) string { return `{ "command": "` + command + `", "failClosed": true }` },
		}
	case Copilot:
		return settingsFormat{
			project: ".github/hooks/sluice.json", user: ".copilot/hooks/sluice.json", version: true,
			events: []string{"userPromptSubmitted", "preToolUse", "postToolUse"},
			entry: func(string) string {
				return `{ "type": "command", "bash": "` + command + `", "powershell": "` + powershell + `" }`
			},
		}
	case Gemini:
		return settingsFormat{
			project: ".gemini/settings.json", user: ".gemini/settings.json",
			events: []string{"BeforeAgent", "BeforeTool", "AfterTool"},
			entry: func(string) string {
				return `{ "hooks": [{ "type": "command", "name": "sluice", "command": "` + geminiCommand(runtime.GOOS) + `" }] }`
			},
		}
	case Codex:
		return settingsFormat{
			project: ".codex/hooks.json", user: ".codex/hooks.json",
			events: []string{"UserPromptSubmit", "PreToolUse", "PostToolUse"},
			entry:  func(string) string { return `{ "hooks": [{ "type": "command", "command": "` + command + `" }] }` },
		}
	}
	return settingsFormat{
		project: ".claude/settings.json", user: ".claude/settings.json",
		events: []string{"UserPromptSubmit", "PreToolUse", "PostToolUse"},
		entry: func(event string) string {
			matcher := `"matcher": "*", `
			if event == "UserPromptSubmit" {
				matcher = ""
			}
			return `{ ` + matcher + `"hooks": [{ "type": "command", "command": "` + command + `" }] }`
		},
	}
}

// geminiCommand returns the command for a system: on Windows, Gemini CLI calls PowerShell.
func geminiCommand(goos string) string {
	if goos == "windows" {
		return powershell
	}
	return command
}

// maxSettings bounds a settings file, in bytes.
const maxSettings = 16 << 20
