/** Configuration: one tree of validated records from YAML, environment and secret files. */
@NullMarked
package dev.groundwire.platform.config;

import org.jspecify.annotations.NullMarked;
