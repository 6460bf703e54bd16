package io.firn.export;

import io.firn.ExportWindow;
import io.firn.LogGroup;
import io.firn.landing.Lane;

/**
 * A window whose marker was written.
 *
 * @param bytes of its parts, as they are stored
 * @param marker the key of its marker
 */
public record FinishedWindow(
    LogGroup group,
    ExportWindow window,
    Lane lane,
    String taskId,
    int parts,
    long bytes,
    String marker) {}
