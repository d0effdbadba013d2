package dev.groundwire.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The environment variable that overrides a configuration key. The value may also stand in the file
 * that {@code <NAME>_FILE} names, or in {@code /run/secrets/<name in lower case>}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Env {
  String value();
}
