"use client";
import { useEffect, useRef, useState } from "react";

/** Two peers in one page: from the click, with the camera warm, to the first picture of the other side. */
export function Call() {
  const [camera, setCamera] = useState(null);
  const remote = useRef(null);
  useEffect(() => {
    navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } }).then(setCamera);
  }, []);
  const call = async () => {
    const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
    caller.onicecandidate = ({ candidate }) => callee.addIceCandidate(candidate);
    callee.onicecandidate = ({ candidate }) => caller.addIceCandidate(candidate);
    callee.ontrack = ({ streams }) => {
      remote.current.srcObject = streams[0];
    };
    for (const track of camera.getTracks()) caller.addTrack(track, camera);
    await caller.setLocalDescription();
    await callee.setRemoteDescription(caller.localDescription);
    await callee.setLocalDescription();
    await caller.setRemoteDescription(callee.localDescription);
  };
  return (
    <main>
      <button type="button" disabled={camera === null} onClick={call}>
        Call
      </button>
      <ul>
        <li data-participant>
          <video ref={remote} autoPlay muted playsInline />
        </li>
      </ul>
    </main>
  );
}
