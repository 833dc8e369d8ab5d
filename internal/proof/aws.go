package proof

import (
	"bytes"
	"encoding/base32"
	"encoding/binary"
	"fmt"

	"github.com/sluicesec/sluice/internal/lazyregexp"
)

// awsKeyID reads the id of an AWS access key: a prefix of four letters that says
// which kind it is, then 16 characters of base32.
//
// The first of those 80 bits is the generation. In the new generation, which all
// keys since 2019 belong to, the next 40 bits are the number of the account:
// https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489 and
// https://labs.withsecure.com/publications/a-bitwise-analysis-of-aws-access-key-identifiers.
func awsKeyID(secret, _ []byte) Result {
	const prefix = 4
	// The examples in AWS's documentation all end so:
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
	if bytes.HasSuffix(secret, []byte("EXAMPLE")) {
		return Result{Documented: "AWS"}
	}
	if len(secret) < prefix || bytes.HasPrefix(secret, []byte("A3T")) {
		return Result{} // another format, which nobody has described
	}
	id, err := base32.StdEncoding.AppendDecode(nil, secret[prefix:])
	if err != nil || len(id) != 10 {
		return doubtful("AWS issues no such id: they are made of the letters and the digits 2 to 7")
	}
	bits := binary.BigEndian.Uint64(id)
	const generation = 1 << 63
	if bits&generation == 0 {
		return Result{}
	}
	account := fmt.Sprintf("%012d", bits&^generation>>23)
	if len(account) > 12 {
		return doubtful("AWS issues no such id: the account number in it has too many digits")
	}
	r := unknown("AWS account " + account)
	if owner := canaryOwner(account); owner != "" {
		r.Canary = owner
		r.Facts = append(r.Facts, fmt.Sprintf("a decoy of %s: whoever uses it sets off an alarm", owner))
	}
	return r
}

// canaryOwner names who runs an AWS account whose keys are all decoys. It is "" for
// any other account.
func canaryOwner(account string) string {
	switch account {
	case
		// https://github.com/0xCardinal/covert-canary-detection/blob/main/tokens/aws_keys.md
		"992382622183",
		// The keys shown in https://onappsec.com/tag/canary-token/ belong to it.
		"595918472158",
		// https://github.com/RhinoSecurityLabs/pacu/blob/master/pacu/modules/iam__detect_honeytokens/main.py
		"534261010715",
		// https://github.com/praetorian-inc/nebula, its list of known AWS accounts
		"052310077262", "171436882533", "266735846894", "717712589309", "730335385048", "819147034852":
		return "Thinkst Canary"
	}
	return ""
}

var keyIDBeside = lazyregexp.New(`\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b`)

// awsSecretKey recognises the secret keys of AWS's documentation, which end in
// EXAMPLEKEY. Nothing else can be read from a secret key, but its id may be beside it.
func awsSecretKey(secret, match []byte) Result {
	if bytes.HasSuffix(secret, []byte("EXAMPLEKEY")) {
		return Result{Documented: "AWS"}
	}
	r := awsKeyID(keyIDBeside().Find(match), nil)
	return Result{Facts: r.Facts, Canary: r.Canary}
}
