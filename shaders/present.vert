// A rectangle of the window, without vertex buffers.
uniform vec4 rect;  // x0, y0, x1, y1 in clip space
out vec2 corner;    // 0..1 from the picture's top left

void main() {
    corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(mix(rect.xy, rect.zw, corner), 0.0, 1.0);
}
