/** Real HTTP against a real gateway and database; the rooms behind it are answered by the test. */
@NullMarked
package dev.groundwire.gateway;

import org.jspecify.annotations.NullMarked;
