/** Reading the configuration, and the rules that YAML and records share. */
@NullMarked
package io.shardrouter.internal.config;

import org.jspecify.annotations.NullMarked;
