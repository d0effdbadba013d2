package dev.groundwire.embedding;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * ONNX Runtime's environment, kept until the process ends. Its Java side releases it in a shutdown
 * hook of its own, and hooks run side by side: a stop that still drains would embed with what is
 * gone, and take the whole process down with a SIGSEGV. The native environment counts who holds it,
 * so it is held once more than it is released.
 */
final class HeldEnvironment {
  private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
  private static final String NAME = "groundwire";

  private HeldEnvironment() {}

  static OrtEnvironment open() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment(LEVEL, NAME);
    try {
      hold();
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "this version of ONNX Runtime cannot be held until the end of a stop; take the one that"
              + " the parent pom names",
          changed);
    }
    return environment;
  }

  private static void hold() throws ReflectiveOperationException {
    Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
    api.setAccessible(true);
    Method create =
        OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
    create.setAccessible(true);
    create.invoke(null, api.getLong(null), LEVEL.getValue(), NAME);
  }
}
