package proof

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// slack reads the ids in webhook URLs (T for the workspace, B for the webhook)
// and in app-level tokens (A for the app):
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and
// https://docs.slack.dev/authentication/tokens.
func slack(secret, _ []byte) Result {
	s := string(secret)
	if app := strings.Split(s, "-"); app[0] == "xapp" && len(app) > 3 && strings.HasPrefix(app[2], "A") {
		return unknown(fact("Slack app", app[2]))
	}
	var facts []string
	for _, id := range strings.Split(s, "/")[1:] {
		if strings.HasPrefix(id, "B") && len(facts) == 0 {
			facts = append(facts, fact("webhook", id))
		}
	}
	if team, _, ok := strings.Cut(s, "/"); ok && strings.HasPrefix(team, "T") {
		facts = append([]string{fact("Slack workspace", team)}, facts...)
	}
	return unknown(facts...)
}

// telegram reads the id of the bot, which is before the colon:
// https://core.telegram.org/bots/api#authorizing-your-bot
func telegram(secret, _ []byte) Result {
	id, _, ok := strings.Cut(string(secret), ":")
	if _, err := strconv.ParseUint(id, 10, 64); !ok || err != nil {
		return Result{}
	}
	return unknown("Telegram bot " + id)
}

// discord reads bot tokens: base64 of the bot's id in decimal, then the time of
// issue, then a signature. The id is a snowflake: it holds the time at which the
// account was made. https://discord.com/developers/docs/reference#snowflakes
func discord(secret, _ []byte) Result {
	first, _, ok := bytes.Cut(secret, []byte("."))
	id, decoded := decodeBase64(first)
	n, err := strconv.ParseUint(string(id), 10, 64)
	if !ok || !decoded || err != nil {
		return doubtful("its first part is not the id of an account")
	}
	const epoch = 1420070400000 // milliseconds from 1970 to 2015
	made := time.UnixMilli(int64(n>>22) + epoch).UTC().Format(time.DateOnly)
	return proven(fmt.Sprintf("Discord account %d", n), "account made "+made)
}
