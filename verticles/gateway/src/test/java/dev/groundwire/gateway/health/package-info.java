/** What the looks at dependencies lead to. */
@NullMarked
package dev.groundwire.gateway.health;

import org.jspecify.annotations.NullMarked;
