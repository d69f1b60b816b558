#!/usr/bin/env bash
# OpenCC 1.4.2, configuration s2twp (simplified to Taiwan's characters *with* Taiwan's phrases), from
# Python: horses that gallop over the steppe become a make of car.
#
# Behaviour: 奔驰 (to gallop, and the name by which Mercedes-Benz is known on the mainland) is written
# 賓士, which in Taiwan is the car and nothing else. In the same way 文件 (document, paper) becomes
# 檔案 (computer file), be it signed by ministers or kept in a museum. s2tw, without phrases,
# changes the characters alone and leaves both as they should stand.
#
# Why a good guess is otherwise: the phrases are documented as vocabulary of the region and read as
# terms of computing (打印 → 列印) or as proper names (意大利 → 義大利), which one wants in a
# newspaper; and longest phrases win, so that one expects an ordinary verb to be told from a make.
#
# Who meets it: whoever derives a page for Taiwan from an approved one in simplified characters: the
# text is fluent, spelling and script are right, and no check of characters can object.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    python3 -m venv env
    env/bin/pip install --quiet opencc==1.4.2
} >log 2>&1 || { cat log; exit 2; }

cat >convert.py <<'PYTHON'
import opencc

texts = ("马群奔驰在草原上。", "双方签署了合作文件。", "代表团访问了意大利。")
for name in ("s2twp", "s2tw"):
    converter = opencc.OpenCC(name)
    for text in texts:
        print(f"{name:6}{text} {converter.convert(text)}")
PYTHON
env/bin/python convert.py | tee seen
diff seen - <<'SEEN'
s2twp 马群奔驰在草原上。 馬群賓士在草原上。
s2twp 双方签署了合作文件。 雙方簽署了合作檔案。
s2twp 代表团访问了意大利。 代表團訪問了義大利。
s2tw  马群奔驰在草原上。 馬群奔馳在草原上。
s2tw  双方签署了合作文件。 雙方簽署了合作文件。
s2tw  代表团访问了意大利。 代表團訪問了意大利。
SEEN
echo "as described"
