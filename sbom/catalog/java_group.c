/* SPDX-License-Identifier: Apache-2.0 */
#include "sbom/catalog/java.h"

/*
 * Groups of artifacts whose jars do not state them.
 *
 * Source:   the POMs that these projects publish. They build with Gradle or
 *           Ant, so that no META-INF/maven is in the jar, and what the
 *           manifest says of vendor and bundle is not the group.
 * In it are names that one group publishes today; a name with '*' stands for
 *           all that begin so. A group found here is still a guess, and
 *           marked: releases of long ago may have had another.
 */
static const struct { const char *artifact, *group; } groups[] = {
	/* exact names first: they are exceptions of the families below */
	{ "spring-security-oauth2", "org.springframework.security.oauth" },
	{ "spring-security-saml2-core",
	    "org.springframework.security.extensions" },

	/* Spring */
	{ "spring-aop", "org.springframework" },
	{ "spring-asm", "org.springframework" },
	{ "spring-aspects", "org.springframework" },
	{ "spring-beans", "org.springframework" },
	{ "spring-context", "org.springframework" },
	{ "spring-context-indexer", "org.springframework" },
	{ "spring-context-support", "org.springframework" },
	{ "spring-core", "org.springframework" },
	{ "spring-core-test", "org.springframework" },
	{ "spring-expression", "org.springframework" },
	{ "spring-instrument", "org.springframework" },
	{ "spring-jcl", "org.springframework" },
	{ "spring-jdbc", "org.springframework" },
	{ "spring-jms", "org.springframework" },
	{ "spring-messaging", "org.springframework" },
	{ "spring-orm", "org.springframework" },
	{ "spring-oxm", "org.springframework" },
	{ "spring-r2dbc", "org.springframework" },
	{ "spring-test", "org.springframework" },
	{ "spring-tx", "org.springframework" },
	{ "spring-web", "org.springframework" },
	{ "spring-webflux", "org.springframework" },
	{ "spring-webmvc", "org.springframework" },
	{ "spring-webmvc-portlet", "org.springframework" },
	{ "spring-websocket", "org.springframework" },
	{ "spring-amqp", "org.springframework.amqp" },
	{ "spring-rabbit", "org.springframework.amqp" },
	{ "spring-batch-core", "org.springframework.batch" },
	{ "spring-batch-infrastructure", "org.springframework.batch" },
	{ "spring-boot", "org.springframework.boot" },
	{ "spring-boot-*", "org.springframework.boot" },
	{ "spring-graphql", "org.springframework.graphql" },
	{ "spring-integration-*", "org.springframework.integration" },
	{ "spring-kafka", "org.springframework.kafka" },
	{ "spring-ldap-*", "org.springframework.ldap" },
	{ "spring-security-*", "org.springframework.security" },
	{ "spring-session-*", "org.springframework.session" },

	/* what comes with it */
	{ "context-propagation", "io.micrometer" },
	{ "micrometer-*", "io.micrometer" },
	{ "reactive-streams", "org.reactivestreams" },
	{ "reactor-core", "io.projectreactor" },
	{ "reactor-netty*", "io.projectreactor.netty" },
	{ "tomcat-embed-*", "org.apache.tomcat.embed" },
	{ "tomcat-*", "org.apache.tomcat" },

	/* Apache */
	{ "ant", "org.apache.ant" },
	{ "ant-launcher", "org.apache.ant" },
	{ "kafka-clients", "org.apache.kafka" },
	{ "kafka-streams", "org.apache.kafka" },
	{ "kafka_2.1*", "org.apache.kafka" },
	{ "lucene-*", "org.apache.lucene" },
	{ "log4j", "log4j" },
	{ "xalan", "xalan" },
	{ "xercesImpl", "xerces" },
	{ "xml-apis", "xml-apis" },
	{ "commons-beanutils", "commons-beanutils" },
	{ "commons-cli", "commons-cli" },
	{ "commons-codec", "commons-codec" },
	{ "commons-collections", "commons-collections" },
	{ "commons-dbcp", "commons-dbcp" },
	{ "commons-digester", "commons-digester" },
	{ "commons-fileupload", "commons-fileupload" },
	{ "commons-httpclient", "commons-httpclient" },
	{ "commons-io", "commons-io" },
	{ "commons-lang", "commons-lang" },
	{ "commons-logging", "commons-logging" },
	{ "commons-net", "commons-net" },
	{ "commons-pool", "commons-pool" },
	{ "commons-validator", "commons-validator" },

	/* others */
	{ "bcmail-jdk*", "org.bouncycastle" },
	{ "bcpg-jdk*", "org.bouncycastle" },
	{ "bcpkix-jdk*", "org.bouncycastle" },
	{ "bcprov-jdk*", "org.bouncycastle" },
	{ "bctls-jdk*", "org.bouncycastle" },
	{ "bcutil-jdk*", "org.bouncycastle" },
	{ "checker-qual", "org.checkerframework" },
	{ "elasticsearch", "org.elasticsearch" },
	{ "hamcrest", "org.hamcrest" },
	{ "hamcrest-core", "org.hamcrest" },
	{ "hamcrest-library", "org.hamcrest" },
	{ "jdom2", "org.jdom" },
	{ "jna", "net.java.dev.jna" },
	{ "jna-platform", "net.java.dev.jna" },
	{ "jsr305", "com.google.code.findbugs" },
	{ "kotlin-reflect", "org.jetbrains.kotlin" },
	{ "kotlin-stdlib*", "org.jetbrains.kotlin" },
	{ "kotlinx-coroutines-*", "org.jetbrains.kotlinx" },
	{ "kotlinx-serialization-*", "org.jetbrains.kotlinx" },
	{ "mysql-connector-j", "com.mysql" },
	{ "mysql-connector-java", "mysql" },
	{ "okhttp", "com.squareup.okhttp3" },
	{ "okio", "com.squareup.okio" },
	{ "postgresql", "org.postgresql" },
	{ "xz", "org.tukaani" },
	{ "zstd-jni", "com.github.luben" },
};

struct str
java_known_group(struct str artifact)
{
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		struct str a = str_from(groups[i].artifact);
		bool family = a.p[a.n - 1] == '*';

		if (family ? str_starts(artifact, str_sub(a, 0, a.n - 1)) :
		    str_eq(artifact, a))
			return str_from(groups[i].group);
	}
	return STR("");
}
