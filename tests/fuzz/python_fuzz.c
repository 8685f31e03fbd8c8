/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz-cover: sbom/catalog/python.c sbom/catalog/python_installed.c sbom/catalog/python_archive.c sbom/catalog/python_requirements.c sbom/catalog/python_pipfile.c sbom/catalog/python_lock.c sbom/catalog/python_project.c sbom/catalog/pep508.c sbom/catalog/conda.c */
/* fuzz-make: tests/fuzz/rows-seeds.sh */
#include "tests/fuzz/rows.h"

extern const struct cataloger cat_python, cat_python_requirements,
    cat_python_pipfile, cat_python_poetry, cat_python_pdm, cat_python_uv,
    cat_python_pylock, cat_python_project, cat_python_setup, cat_conda,
    cat_conda_environment, cat_python_archive;

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* In the order of tests/fuzz/rows-seeds.sh. */
static const struct fuzz_row rows[] = {
	{ &cat_python, "usr/lib/python3/dist-packages/a-1.dist-info/METADATA" },
	{ &cat_python, "usr/local/lib/python3.9/site-packages/a.egg-info" },
	{ &cat_python, "opt/lib/a-1.dist-info/RECORD" },
	{ &cat_python, "opt/lib/a-1.egg-info/installed-files.txt" },
	{ &cat_python_requirements, "requirements.txt" },
	{ &cat_python_pipfile, "Pipfile.lock" },
	{ &cat_python_poetry, "poetry.lock" },
	{ &cat_python_pdm, "pdm.lock" },
	{ &cat_python_uv, "uv.lock" },
	{ &cat_python_pylock, "pylock.toml" },
	{ &cat_python_project, "pyproject.toml" },
	{ &cat_python_setup, "setup.cfg" },
	{ &cat_python_setup, "setup.py" },
	{ &cat_conda, "opt/conda/conda-meta/a-1-0.json" },
	{ &cat_conda_environment, "environment.yml" },
	{ &cat_python_archive, "usr/lib/python3.9/site-packages/a-1.egg" },
	{ &cat_python_archive, "opt/a-1-py3-none-any.whl" },
	{ &cat_python, "opt/lib/a-1.egg-info/requires.txt" },
	{ &cat_python, "opt/lib/a-1.dist-info/direct_url.json" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_rows(rows, sizeof rows / sizeof *rows, p, n);
}
