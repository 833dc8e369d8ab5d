// Package example makes strings that look like secrets, at run time.
//
// A rule needs examples that it must find and negatives that it must not. If
// they stood in the rule file as they are, every scanner that reads the file
// would report them, this one first, and nobody could tell a leaked secret from a
// test one. So a rule file holds a notation, and the string itself only ever
// exists in memory:
//
//	GITHUB_TOKEN=ghp_{base62:30}{crc32}
//
// Text is taken as it is; braces are replaced by something made up:
//
//	{base62:36}         36 random letters and digits
//	{base62:20-40}      20 to 40 of them
//	{[a-f_-]:12}        12 of the characters in brackets
//	{uuid}              a version 4 UUID
//	{a|b|c}             one of the given texts
//	{crc32}             checksum of the random run before it, as GitHub and npm append it
//	{jwt}               a signed JSON Web Token
//	{pem:RSA:2048}      a private key block; also EC, ED25519, OPENSSH and ENCRYPTED
//	{pem:EC:> }         one with a text before each line but the first
//	{b64:user:{hex:8}}  base64 of what follows the colon, itself expanded
//	{lb} {rb}           the braces themselves
//
// The classes are base62, base64 (with + and /), base64url, base32, hex, HEX,
// alnum and ALNUM (one case and digits), alpha, lower, upper, digit and word
// (base62 and _).
//
// The same notation and seed always give the same text. Runs are spread over
// the kinds of character in their class as an issuer's would most likely be,
// so that a rule's least entropy and counts judge the rule and not the luck of
// the draw.
package example
