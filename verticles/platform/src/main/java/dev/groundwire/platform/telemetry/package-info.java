/** What ties log lines, messages and requests together. */
@NullMarked
package dev.groundwire.platform.telemetry;

import org.jspecify.annotations.NullMarked;
