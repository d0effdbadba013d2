/** Documents over HTTP: uploads, lists, contents, progress. */
@NullMarked
package dev.groundwire.gateway.documents;

import org.jspecify.annotations.NullMarked;
