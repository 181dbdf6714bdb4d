from app.launch import window

window()
