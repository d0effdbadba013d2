/** What only one node may do at a time, and how the one before is kept from going on. */
@NullMarked
package dev.groundwire.platform.lease;

import org.jspecify.annotations.NullMarked;
