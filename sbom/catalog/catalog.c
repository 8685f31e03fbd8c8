/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/catalog.h"

/*
 * One line per row, in the order in which they are asked: of two that want one
 * path the first gets it. X(name) is `cat_name` of some file beside this one.
 */
/* clang-format off */
#define ROWS(X)								\
	/* operating system packages: they own files that others claim */ \
	X(apk)								\
	X(dpkg)								\
	X(dpkg_info)							\
	X(dpkg_copyright)						\
	X(opkg)								\
	X(chisel)							\
	X(deb_archive)							\
	X(rpm)								\
	X(rpm_manifest)							\
	X(rpm_archive)							\
	X(bitnami)							\
	/* Node */							\
	X(npm_package)							\
	X(yarn_pnp)							\
	X(npm_lock)							\
	X(yarn_lock)							\
	X(pnpm_lock)							\
	X(bun_lock)							\
	X(deno_lock)							\
	X(libman)							\
									\
	/* Go's vendor/modules.txt, before who asks for any *.txt */	\
	X(go_vendor)							\
									\
	/* Python */							\
	X(conda)							\
	X(conda_environment)						\
	X(python)							\
	X(python_archive)						\
	X(python_requirements)						\
	X(python_pipfile)						\
	X(python_poetry)						\
	X(python_pdm)							\
	X(python_uv)							\
	X(python_pylock)						\
	X(python_project)						\
	X(python_setup)							\
									\
	/* Ruby */							\
	X(gem)								\
	X(gem_lock)							\
									\
	/* Java */							\
	X(java_archive)							\
	X(java_pom)							\
	X(java_gradle)							\
	X(java_lock)							\
	X(jvm_release)							\
									\
	/* .NET */							\
	X(dotnet_deps)							\
	X(dotnet_lock)							\
	X(dotnet_assets)						\
	X(dotnet_project)						\
	X(dotnet_config)						\
	X(dotnet_paket)							\
									\
	/* PHP */							\
	X(composer_lock)						\
	X(composer_installed)						\
	X(pear)								\
	X(wordpress)							\
									\
	/* Rust */							\
	X(cargo_lock)							\
	X(cargo_toml)							\
									\
	/* Go */							\
	X(go_mod)							\
									\
	/* executables: the driver, then what it runs */		\
	X(executable)							\
	X(go_binary)							\
	X(cargo_auditable)						\
	X(elf_note)							\
	X(dotnet_bundle)						\
	X(graalvm)							\
	X(linux_kernel)							\
	X(linux_module)							\
									\
	/* documents of what is in the image */				\
	X(embedded_sbom)						\
									\
	/* files known by what is in them: last, any name may match */	\
	X(classifier)							\
	X(dotnet_pe)							\
									\
	/* other images inside, where no row wants the path */		\
	X(other_root)							\
									\
	/* what the image says about itself */				\
	X(os_release)							\
	X(apk_repositories)						\
	X(apk_world)							\
	X(apt)								\
	X(content_manifest)						\
	X(ubuntu_pro)
/* clang-format on */

#define DECLARE(name) extern const struct cataloger cat_##name;
#define ADDRESS(name) &cat_##name,

ROWS(DECLARE)

const struct cataloger *const catalogers[] = { ROWS(ADDRESS) NULL };
