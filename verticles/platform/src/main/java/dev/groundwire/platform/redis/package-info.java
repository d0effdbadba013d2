/** The process's connection to Redis, which may be away at any time. */
@NullMarked
package dev.groundwire.platform.redis;

import org.jspecify.annotations.NullMarked;
