/** What requests tell each other for a short time, whichever node they came to. */
@NullMarked
package dev.groundwire.platform.shared;

import org.jspecify.annotations.NullMarked;
