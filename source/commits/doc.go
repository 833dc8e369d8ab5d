// Package commits is the source of a range of commits: of what these commits
// brought, and nothing that was there before.
//
// A range is the commits that some objects reach and others do not, as in
// gitrevisions(7) A..B. A CI run judges such a range, and so does a hook when
// something is pushed. For each commit the source visits the blobs that none of its
// parents has at the same path, and the message. So what only a merge holds counts
// as brought by the merge. Where it is not certain what was there before, because
// clocks were wrong or objects are absent, more is scanned and never less.
//
// [Listed] is the source of single commits, which git log has chosen, and of those of
// their changes that are at certain paths.
//
// Content is visited once, however many commits brought it. If a file was edited
// many times in the range, its first version is scanned whole, and of each later one
// only what differs from the version before. Where a secret was found, the source
// also visits the blobs that the commits replaced: a secret that was in them is not
// new.
package commits
