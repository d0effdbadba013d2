/** Tests of the parts that take uploads. */
@NullMarked
package dev.groundwire.gateway.documents;

import org.jspecify.annotations.NullMarked;
